"""A map that a server keeps fresh: the page of the file, and a script beside it that looks for a newer one.

The page itself never touches a network. What is served may ask its own server one thing: which
snapshot is the newest. Selection and place stand in the address, so that loading it anew keeps them.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

_SCRIPT = """
const shown = document.currentScript.dataset.shown;
const look = async () => {
  try {
    const answer = await fetch("newest", { cache: "no-store" });
    const newest = answer.ok ? await answer.text() : shown;
    if (newest !== shown) location.reload();
  } catch { /* the server is not there just now; it may come back */ }
};
setInterval(look, 1500);
"""


def live(page: str, shown: str) -> str:
    """Give a page that loads itself anew once another snapshot is the newest; ``shown`` names this one's.

    >>> page = '<meta content="default-src &#39;none&#39;; script-src &#39;sha256-x&#39;"><p></p></body>'
    >>> "connect-src &#39;self&#39;" in live(page, "7"), 'data-shown="7"' in live(page, "7")
    (True, True)
    """
    mark = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
    opened = page.replace(
        "default-src &#39;none&#39;;", "default-src &#39;none&#39;; connect-src &#39;self&#39;;", 1
    ).replace("script-src ", f"script-src &#39;sha256-{mark}&#39; ", 1)
    before, closing, after = opened.rpartition("</body>")
    return f'{before}<script data-shown="{shown}">{_SCRIPT}</script>{closing}{after}'
