"""What is measured with every change: a few shapes and commands that go through
most of the program, of sizes at which a square would show."""

# Shape, command, and the smaller of both sizes.
SHORT = (
    ("servers-by-address-and-by-user", "check", 400),
    ("emergency-data", "check", 400),
    ("root-keys-before-servers", "check", 150),
    ("numbers-with-faults", "check", 500),
    ("violations", "jsonl", 300),
    ("hidden-documents", "check", 1500),
    ("body-in-a-row", "check", 200),
    ("accounts-that-claim-one-number", "check", 300),
    ("numbers-parked-and-claimed-at-once", "check", 1000),
    ("failovers-in-a-circle", "check", 300),
    ("findings-suppressed", "suppressed-accounts", 300),
    ("changes", "fix", 150),
    ("numbers-without-plus", "rebuild", 1500),
    ("servers", "migrate", 200),
    ("schema-of-references", "own-schema", 1000),
    ("long-key-above-findings", "check", 300),
    ("words-of-the-command-line", "rules-explained", 2000),
)
