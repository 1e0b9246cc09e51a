"""The main navigation, as data: a new page adds a line here and stands in the rail, the menu and the tab bar."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Membership
from accounts.permissions import Role


@dataclass(frozen=True)
class Entry:
    """One page of a team. ``covers`` are the URL names on which it is marked as where the person is."""

    label: str
    icon: str
    url_name: str
    covers: frozenset[str]
    heading: str = ""
    in_tabbar: bool = True
    least_role: Role = Role.VIEWER


# The pages behind its tabs.
_MIRROR = frozenset(
    {"mirror", "mirror-change", "mirror-run", "history", "gone", "restore-price", "restore", "links", "links-rewrite"}
    | {"archive", "exports", "team-export", "account-export"}
)

ENTRIES = (
    Entry("Home", "home", "team-home", frozenset({"team-home"})),
    Entry("Library", "library", "library", frozenset({"library", "album", "album-links", "image"})),
    Entry(
        "Boards",
        "grid",
        "boards",
        frozenset({"boards", "board", "board-item", "source-new", "source-add", "source", "source-change"}),
        in_tabbar=False,
    ),
    Entry(
        "Upload",
        "upload",
        "upload",
        frozenset({"upload", "upload-files", "upload-send", "batch", "batch-links"}),
        in_tabbar=False,  # has the middle of the tab bar to itself
        least_role=Role.CONTRIBUTOR,
    ),
    Entry(
        "Mirror",
        "archive",
        "mirror",
        _MIRROR,
        heading="Team",
        in_tabbar=False,
    ),
    Entry(
        "Usage",
        "gauge",
        "usage",
        frozenset({"usage", "usage-team-cap", "usage-member-cap"}),
        heading="Team",
        in_tabbar=False,
    ),
    Entry("Linked accounts", "link", "accounts", frozenset({"accounts"}), heading="Team"),
)


@dataclass(frozen=True)
class NavLink:
    label: str
    icon: str
    url: str
    is_current: bool
    in_tabbar: bool


@dataclass(frozen=True)
class NavSection:
    heading: str
    links: list[NavLink]


def sections_for(membership: Membership, url_name: str) -> list[NavSection]:
    """What this member may open, in sections; the page at ``url_name`` is marked."""
    sections: list[NavSection] = []
    for entry in ENTRIES:
        if membership.role < entry.least_role:
            continue
        if not sections or sections[-1].heading != entry.heading:
            sections.append(NavSection(entry.heading, []))
        url = reverse(f"portal:{entry.url_name}", args=[membership.team.slug])
        sections[-1].links.append(NavLink(entry.label, entry.icon, url, url_name in entry.covers, entry.in_tabbar))
    return sections
