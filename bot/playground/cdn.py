"""The links to attached files: exact ids only, images shown, everything else offered for download."""

from pathlib import Path

from aiohttp import web

from bot.playground.files import IMAGE_TYPES
from bot.playground.world import World

_PAGE = Path(__file__).parent / "page"
_PAGE_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self' {sockets}; media-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


class Shelves:
    """Serves attached files and the page's own."""

    def __init__(self, world: World, secret: str, base: str) -> None:
        """Serve a world's files; the page carries the secret of this start."""
        self._world = world
        self._secret = secret
        port = base.rsplit(":", 1)[1]
        self._policy = _POLICY.format(sockets=f"ws://127.0.0.1:{port} ws://localhost:{port}")

    async def attachment(self, request: web.Request) -> web.Response:
        """Give an attached file; its name and channel must be the right ones too."""
        kept = self._world.attachments.get(request.match_info["attachment"])
        data = self._world.bytes_of(kept.id) if kept is not None else None
        if kept is None or data is None or kept.path != request.path:
            raise web.HTTPNotFound
        headers = {
            "Content-Type": kept.type,
            "Cache-Control": "private, max-age=86400",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        if kept.type not in IMAGE_TYPES:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=data, headers=headers)

    async def index(self, _request: web.Request) -> web.Response:
        """Give the page with this start's secret in it."""
        text = (_PAGE / "index.html").read_text(encoding="utf-8")
        headers = {"Content-Security-Policy": self._policy, "Cache-Control": "no-store"}
        return web.Response(text=text.replace("{{secret}}", self._secret), content_type="text/html", headers=headers)

    async def page_file(self, request: web.Request) -> web.Response:
        """Give one of the page's files, picked from what is there: a name never becomes a path."""
        wanted = request.match_info["name"]
        found = next((each for each in _PAGE.iterdir() if each.name == wanted), None)
        if found is None or found.suffix not in _PAGE_TYPES or not found.is_file():
            raise web.HTTPNotFound
        headers = {"Content-Security-Policy": self._policy, "Cache-Control": "no-cache"}
        return web.Response(
            body=found.read_bytes(),
            content_type=_PAGE_TYPES[found.suffix],
            charset="utf-8" if found.suffix in (".html", ".js", ".css") else None,
            headers=headers,
        )
