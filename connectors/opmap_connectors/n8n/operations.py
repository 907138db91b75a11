"""What an operation does with data: read it, write it, or neither.

n8n leaves out of an export what stands at its default, so the defaults of the common steps
are written down here.

>>> verb_of("getAll"), verb_of("appendOrUpdate"), verb_of("sendMessage")
('reads', 'writes', 'calls')
"""

from __future__ import annotations

import re
from functools import lru_cache

READS = frozenset(
    """get getall getmany list search read download select find lookup fetch count query aggregate retrieve load info
    keys history export describe getrow getrows""".split()
)
WRITES = frozenset(
    """create add append appendorupdate insert update upsert delete remove clear upload write put copy move rename set
    incr push archive unarchive trash restore label labels attach associate merge replace edit addlabels removelabels
    findoneandupdate findoneandreplace findandupdate findandreplace deletetable createfromtext batch transfer import
    unsubscribe subscribe assign close complete enable disable mark""".split()
)
_WORD = re.compile(r"^[a-z]+|[A-Z][a-z]*")

_DEFAULTS = {
    # step: the operation that is meant where none is written
    "postgres": "insert",
    "mySql": "insert",
    "microsoftSql": "insert",
    "timescaleDb": "insert",
    "crateDb": "insert",
    "questDb": "insert",
    "snowflake": "insert",
    "mongoDb": "find",
    "redis": "info",
    "s3": "download",
    "awsS3": "download",
    "ftp": "download",
    "readWriteFile": "read",
    "supabase": "create",
    "dataTable": "insert",
    "airtable": "read",
    "baserow": "getAll",
    "nocoDb": "get",
    "seaTable": "append",
    "strapi": "get",
    "googleSheets": "read",
    "googleDrive": "upload",
    "googleDrive/fileFolder": "search",
    "googleDrive/folder": "create",
    "googleDocs": "create",
    "googleCalendar": "create",
    "googleBigQuery": "executeQuery",
    "googleAnalytics": "get",
    "notion": "create",
    "notion/database": "get",
    "notion/databasePage": "create",
    "notion/block": "append",
    "notion/user": "get",
    "microsoftExcel": "getAll",
    "gmail": "send",
    "microsoftOutlook": "send",
    "slack": "post",
    "telegram": "sendMessage",
    "mattermost": "post",
    "salesforce": "create",
    "salesforce/account": "create",
    "salesforce/case": "create",
    "salesforce/contact": "create",
    "salesforce/opportunity": "create",
    "salesforce/task": "create",
    "hubspot": "upsert",
    "hubspot/company": "create",
    "hubspot/deal": "create",
    "hubspot/ticket": "create",
    "pipedrive": "create",
    "pipedrive/activity": "create",
    "pipedrive/note": "create",
    "pipedrive/organization": "create",
    "pipedrive/person": "create",
    "zendesk": "create",
    "freshdesk": "create",
    "serviceNow": "get",
    "jira": "create",
    "jira/issueComment": "add",
    "github": "create",
    "github/file": "create",
    "gitlab": "create",
    "linear": "create",
    "trello": "create",
    "asana": "create",
    "clickUp": "create",
    "todoist": "create",
    "mondayCom": "create",
    "shopify": "create",
    "wooCommerce": "create",
    "wordpress": "create",
    "stripe": "get",
    "mailchimp": "create",
    "dropbox": "upload",
    "microsoftOneDrive": "upload",
    "elasticsearch": "get",
    "awsDynamoDb": "upsert",
    "awsSqs": "sendMessage",
    "awsSns": "publish",
    "n8n": "getAll",
    "lemlist": "get",
    "humanticAi": "create",
    "hackerNews": "getAll",
    "youTube": "get",
}
_RESOURCES = {
    "salesforce": "lead",
    "hubspot": "contact",
    "pipedrive": "deal",
    "zendesk": "ticket",
    "freshdesk": "ticket",
    "jira": "issue",
    "github": "issue",
    "gitlab": "issue",
    "linear": "issue",
    "trello": "card",
    "asana": "task",
    "clickUp": "task",
    "todoist": "task",
    "shopify": "order",
    "wooCommerce": "product",
    "wordpress": "post",
    "gmail": "message",
    "microsoftOutlook": "message",
    "notion": "page",
    "googleCalendar": "event",
    "googleDrive": "file",
    "dropbox": "file",
    "microsoftOneDrive": "file",
    "mailchimp": "member",
    "lemlist": "activity",
    "stripe": "balance",
    "n8n": "workflow",
    "strapi": "entry",
    "youTube": "channel",
}


def default_operation(app: str, resource: str) -> str:
    """Give the operation that is meant where none is written; empty where that is not known."""
    if resource and resource != _RESOURCES.get(app):
        return _DEFAULTS.get(f"{app}/{resource}", "")
    return _DEFAULTS.get(app, "")


def default_resource(app: str) -> str:
    """Give the resource that is meant where none is written; empty where that is not known."""
    return _RESOURCES.get(app, "")


@lru_cache(maxsize=4096)
def verb_of(operation: str) -> str:
    """Say whether an operation reads or writes data; where it does neither, it calls."""
    whole = operation.casefold()
    first = _WORD.match(operation)
    word = first.group().casefold() if first else whole
    for words, verb in ((READS, "reads"), (WRITES, "writes")):
        if whole in words or word in words:
            return verb
    return "calls"
