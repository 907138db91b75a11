"""The file that ``opmap init`` writes: every setting, explained, and switched off by a comment sign."""

DEFAULT_TOML = """\
# opmap.toml: how opmap reads this folder. Every setting may be left out; what stands
# behind a comment sign is an example or the default.

[source]
# The name of this source. By default it is owner/name of the repository's remote, else
# the name of the folder. Two folders that should count as two sources need two names.
# name = "claims-platform"

[store]
# Where the map is kept, relative to this folder and inside it.
# path = ".opmap/opmap.db"

[scan]
# What to leave out, in the manner of .gitignore.
# exclude = ["archive/**", "*.bak.json"]

# Leave out what .gitignore files leave out, those in subfolders included.
# gitignore = true

# A file that is larger is named as unreadable. In bytes.
# max_bytes = 20000000

# A folder that lies deeper is named as unreadable.
# max_depth = 40

# How many processes read at once. By default one for each processor; 1 reads without any.
# workers = 2

# What the files themselves do not say, for the paths that match. Where several entries
# match one path, the later one wins, setting by setting. Each setting is optional.
#
# [[paths]]
# match = "k8s/prod/**"           # in the manner of .gitignore; required
# cluster = "prod-eu"             # the Kubernetes cluster that these manifests are for
# namespace = "claims"            # the namespace of what names none
# instance = "ops"                # the automation engine that these workflows were exported from
# environment = "production"      # production, staging, test or development
# project = "claims"              # the Compose project
# organisation = "acme"           # whose users and teams are meant, such as in CODEOWNERS
# repository = "github.com/acme/claims"   # the repository that these files stand in
#
# [[paths]]
# match = "*.csv"
# columns = { "Service name" = "name", "Answerable" = "owner" }   # what the headers of a table mean

[variables]
# Variables that files use and do not set, so that addresses made of them can be read.
# Never secrets: a value that looks like one is refused.
# CLAIMS_HOST = "claims.acme.example"

# What answers assume where nobody says it of a node: `opmap assumptions` shows the table.
# Read from the folder that the map is kept in. Any kind; each number is optional.
#
# [assumptions.kind.service]
# fails = 2.0                     # times a year
# repair = 2.0                    # hours
# value = 1.0                     # of an hour, where it counts and nobody said what it is worth
#
# [assumptions.weakness]          # so many times more often, or longer, where a control is missing
# lower_environment = 3.0         # a staging system that production leans on
# single_replica = 1.5
# unowned = 2.0
# one_person = 1.5
# unseen = 1.5                    # nothing watches it, though most of its kind are watched
"""
