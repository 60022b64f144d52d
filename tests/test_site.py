"""The documents become a site without a warning: every page in its place, every link there, offline."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dev, "PAGES", folder / "pages")
        dev.gather_pages()
    config = (ROOT / "properdocs.yml").read_text(encoding="utf-8")
    config = config.replace("docs_dir: .venv/site-source", "docs_dir: pages")
    (folder / "properdocs.yml").write_text(config.replace("dist/site", "site"), encoding="utf-8")
    command = [sys.executable, "-m", "properdocs", "build", "--quiet", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder / "site"


def test_every_page_is_on_the_site_and_in_its_menu(site: Path) -> None:
    index = (site / "index.html").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))]
    for page in pages:
        built = page.with_name("index.html") if page.name == "README.md" else page.with_suffix(".html")
        assert (site / built).is_file(), page
        assert page.name == "README.md" or f'href="{built.as_posix()}"' in index, page


def test_nothing_on_the_site_is_fetched_from_elsewhere(site: Path) -> None:
    fetched = re.compile(r"""(?:<script[^>]+src|<link[^>]+href|<img[^>]+src|url\()=?["'(]?(https?:)?//""")
    for page in (*site.rglob("*.html"), *site.rglob("*.css")):
        assert not fetched.search(page.read_text(encoding="utf-8")), page
