"""GitLab Pages: its redirects, and the pipeline that builds the site. It takes no headers.

Source: docs.gitlab.com, "GitLab Pages redirects", "Serving compressed assets".
"""

from __future__ import annotations

from sitegen.hosts.host import PYTHON, Host, HostFiles, PublishedSite
from sitegen.hosts.rules import RedirectLimits, redirects_file
from sitegen.hosts.workflows import BY_ITSELF
from sitegen.model.documents import HostFile

_LIMITS = RedirectLimits("GitLab Pages", rules=1_000, file=64_000)


def _files(site: PublishedSite) -> HostFiles:
    redirects, warnings = redirects_file(site.redirects, _LIMITS)
    return (redirects,), warnings


_PIPELINE = f"""\
# Builds the site when something is pushed, and on a schedule when something is due. Add one
# under Build, Pipeline schedules: "*/15 * * * *" is four times an hour. When the site is out,
# it is read, and the pipeline fails if readers do not get what was built.
.sitegen:
  image: python:{PYTHON}
  variables:
    PIP_CACHE_DIR: "$CI_PROJECT_DIR/.pip"
  before_script:
    - pip install -r requirements.txt
  cache:
    paths: [.sitegen_cache, .pip, output]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

pages:
  extends: .sitegen
  script:
    # Status 3 says that nothing is due: the job ends here, and what is out stays.
    - if [ "$CI_PIPELINE_SOURCE" = schedule ]; then sitegen due; fi
    - sitegen build --if-due
    - sitegen deploy live --check
    - cp output/.sitegen-files public/
    # GitLab sends these compressed where it finds them so.
    - find public -type f -regextype posix-extended
      -regex '.*[.](html|css|js|json|xml|svg|txt|pf_meta|pf_filter|pf_index)' -exec gzip -kn {{}} +
  artifacts:
    paths: [public]
  allow_failure:
    exit_codes: 3

verify:
  extends: .sitegen
  stage: .post
  needs: [pages]
  script:
    # Where nothing was due, there is no public/ and nothing to see.
    - if [ ! -d public ]; then exit 0; fi
    - sitegen deploy live --done
    - sitegen verify --output public --wait 300
"""

HOST = Host(
    "gitlab",
    _files,
    HostFile(".gitlab-ci.yml", _PIPELINE),
    deploy=BY_ITSELF,
    redirects=True,
    most_redirects=_LIMITS.rules,
    files_first=True,
)
