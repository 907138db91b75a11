"""Kinds as inventories and configuration databases call them."""

from __future__ import annotations

from functools import lru_cache

from opmap.connecting import kind_called
from opmap_connectors.spreadsheet.meanings import words_of

_EXACT = {
    "service": (
        "application|app|appl|software|microservice|micro service|web service|web application|website|"
        "portal|frontend|backend|saas|component|business service|technical service|application service|"
        "business application|business app|tool|product|web server|app server|application server|lb|"
        "load balancer|lb service|library|gateway|api gateway|service auto|service technical|"
        "service discovered|mapped application service|apache web server|tomcat|iis|package|endpoint"
    ),
    "host": (
        "server|vm|virtual machine|computer|machine|hardware|vm instance|esx server|mainframe|firewall|"
        "router|switch|ip switch|ip router|netgear|network gear|ip firewall|virtualization server|"
        "vmware instance|lpar|workstation"
    ),
    "datastore": (
        "database|db|database instance|db instance|data store|cache|bucket|storage|storage volume|"
        "storage server|object storage|blob storage|warehouse|data warehouse|data lake|file share|"
        "nas file system|db catalog|san"
    ),
    "cluster": (
        "kubernetes cluster|compute cluster|hadoop cluster|win cluster|linux cluster|cluster vm|openshift cluster"
    ),
    "function": "lambda|cloud function|serverless function",
    "workflow": "automation|flow|bot|rpa bot|job|batch job|integration|interface|scenario|zap|macro|script",
    "agent": "ai agent|chatbot|assistant",
    "model": "ai model|ml model|machine learning model|llm",
    "credential": "certificate|key|secret|api key|service account|unique cert",
    "topic": "event topic|stream|channel",
    "queue": "message queue|mq queue|queue manager",
    "dataset": "table|information object|report|data object|sheet|spreadsheet",
    "site": "datacenter|data center|data centre|building|office|location",
    "capability": "business capability",
    "process": "business process",
    "identity provider": "sso|directory|idp",
    "vendor": "supplier|external vendor|company",
    "team": "group|support group|user group",
    "person": "user|employee",
    "monitoring": "monitor|observability|logging",
    "pipeline": "ci pipeline|build pipeline|etl|etl job|data pipeline",
    "API": "rest api|web api|soap api",
}
_KINDS = {spelling: kind for kind, spellings in _EXACT.items() for spelling in spellings.split("|")}
_STARTS = {"db ": "datastore", "lb ": "service", "app server ": "service", "web server ": "service"}
_ENDINGS = {
    "server": "host",
    "instance": "datastore",
    "database": "datastore",
    "cluster": "cluster",
    "application": "service",
    "service": "service",
    "queue": "queue",
    "machine": "host",
    "volume": "datastore",
    "certificate": "credential",
}


@lru_cache(maxsize=2000)
def kind_of(text: str) -> str:
    """Give the kind that a cell means; empty where it means none that is known.

    >>> kind_of("cmdb_ci_linux_server"), kind_of("MySQL Instance"), kind_of("Web application"), kind_of("gadget")
    ('host', 'datastore', 'service', '')
    """
    words = words_of(text).removeprefix("cmdb ci ")
    named = kind_called(words)
    if named is not None:
        return named.name
    if words in _KINDS:
        return _KINDS[words]
    if "sql" in words:
        return "datastore"
    starts = (kind for start, kind in _STARTS.items() if words.startswith(start))
    return next(starts, "") or _ENDINGS.get(words.rpartition(" ")[2], "")
