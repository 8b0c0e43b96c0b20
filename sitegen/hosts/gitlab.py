"""GitLab Pages: its redirects, and the pipeline that builds the site. It takes no headers.

Source: docs.gitlab.com, "GitLab Pages redirects", "Serving compressed assets".
"""

from __future__ import annotations

from sitegen.hosts.host import Host, HostFiles, PublishedSite
from sitegen.hosts.rules import RedirectLimits, redirects_file
from sitegen.model.documents import HostFile

_LIMITS = RedirectLimits("GitLab Pages", rules=1_000, file=64_000)


def _files(site: PublishedSite) -> HostFiles:
    redirects, warnings = redirects_file(site.redirects, _LIMITS)
    return (redirects,), warnings


_PIPELINE = """\
# Builds the site when something is pushed. For embargoes and expiries, add a schedule under
# Build, Pipeline schedules: "*/15 * * * *" is four times an hour.
pages:
  image: python:3.13
  variables:
    PIP_CACHE_DIR: "$CI_PROJECT_DIR/.pip"
  cache:
    paths: [.sitegen_cache, .pip, output]
  script:
    - pip install -r requirements.txt
    - sitegen build
    - cp -r output public
    # GitLab sends these compressed where it finds them so.
    - find public -type f -regextype posix-extended -regex '.*[.](html|css|js|json|xml|svg|txt)'
      -exec gzip -kn {} +
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""

HOST = Host(
    "gitlab", _files, HostFile(".gitlab-ci.yml", _PIPELINE), redirects=True, files_first=True
)
