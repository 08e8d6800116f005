//! P0: reading and YAML.

use super::family;

family! { READING:
    P001 = "unreadable", Error, "A file can't be read.",
        "Something that belongs to the portfolio is there, but the system doesn't let planc read it: its \
         permissions, a disk that is away, or a thing that is no regular file. Everything else is still read \
         and built; a plan that can't be read counts in no figure, and every figure says so.",
        bad "$ chmod 000 accounts/northwind.md\n",
        good "$ chmod 644 accounts/northwind.md\n";
    P002 = "not-utf8", Error, "A file is not saved as UTF-8.",
        "Plans, planc.yaml and data files are text in UTF-8, which every editor can write. The place is the \
         first byte that is not UTF-8. Usually the file was saved in an older encoding (Windows-1252, or \
         “ANSI”), where letters with accents are one byte: choose “Save with encoding: UTF-8” in your editor. \
         Nothing of the file is used until then.",
        bad "account: Caf\u{fffd} Bleu\n",
        good "account: Café Bleu\n";
    P003 = "folder-named-like-a-plan", Error, "A folder's name ends in .md.",
        "Below `accounts/`, a name that ends in .md is a plan's, and a plan is a file. A folder may hold the \
         plan of one account and what belongs to it; its name is then the account's id, without .md. Nothing \
         in the folder is read until it has another name.",
        bad "accounts/northwind.md/plan.md\n",
        good "accounts/northwind/plan.md\n";
    P004 = "link-loop", Error, "A symbolic link leads back to itself.",
        "A symbolic link is followed like a folder or a file. This one leads to a folder that it is in, or to a \
         link that leads back to it, so that following it would never end. It is not followed.",
        bad "accounts/emea/all -> ..\n",
        good "accounts/emea/shared -> ../../shared\n";
    P005 = "link-leaves-portfolio", Error, "A symbolic link leads out of the portfolio.",
        "Nothing outside the portfolio's folder is read, so that a portfolio is the same wherever it is checked \
         out and no link can bring in what doesn't belong to it. Put a copy where the link is, or move what it \
         leads to into the portfolio.",
        bad "accounts/northwind.md -> /home/maria/northwind.md\n",
        good "accounts/northwind.md -> ../shared/northwind.md\n";
    P006 = "link-to-nothing", Error, "A symbolic link leads to nothing.",
        "The file that this link leads to was moved, renamed or never checked in. Delete the link, or put the \
         file back.",
        bad "accounts/northwind.md -> ../shared/nortwind.md\n",
        good "accounts/northwind.md -> ../shared/northwind.md\n";
    P007 = "file-too-large", Error, "A file is larger than it may be.",
        "A plan may have 5 MB, which is more than a thousand pages; a data file 200 MB. A larger file is most \
         often something else that got its name, or has a picture pasted into it as text. Keep attachments in \
         files of their own and link to them.",
        bad "accounts/northwind.md (7 MB)\n",
        good "accounts/northwind.md (5 kB), accounts/northwind/minutes.pdf (7 MB)\n";
    P008 = "no-plans", Warning, "The portfolio has no plans.",
        "There is a planc.yaml, but no plan in `accounts/`. Plans are the .md files there, in any depth; names \
         that start with `_` or `.` are set aside, and so is a README.md directly in `accounts/`. \
         `planc new \"Client name\"` writes a first plan.",
        bad "planc.yaml\naccounts/_northwind.md\n",
        good "planc.yaml\naccounts/northwind.md\n";
    P009 = "file-went-away", Error, "A file went away while it was being read.",
        "The file was there when planc listed the folder and gone when it was read, even when planc looked \
         again: something is moving files at this moment (a checkout, a sync program). Run planc again when \
         it is done.",
        bad "accounts/northwind.md, deleted during a build\n",
        good "accounts/northwind.md\n";
    // P010 and on: the form of a file, its YAML above all; what reads it is `crate::parse`.
    P010 = "control-character", Error, "A control character stands in the text.",
        "An invisible character that means something to machines and nothing to readers got into the file, \
         most often by pasting from another program, or because the file was once saved in another \
         encoding. It is read as a space. Delete it, or write the character that was meant.",
        bad "industry: Food\u{1} distribution\n",
        good "industry: Food distribution\n";
    P011 = "garbled-text", Warning, "A character looks garbled.",
        "A text that was saved in one encoding was read in another, and what were letters with accents, \
         curly quotes or dashes became pairs of odd characters, like “Ã©” for “é”. The text is kept as it \
         stands. Write what was meant; look for others of the kind in files that came from the same place.",
        bad "industry: CafÃ©s\n",
        good "industry: Cafés\n";
    P012 = "merge-conflict", Error, "A merge was not finished.",
        "When two people change the same lines, git leaves both versions in the file, between lines of \
         `<<<<<<<`, `=======` and `>>>>>>>`, for someone to choose. Until then nobody can say what the plan \
         says: the first version is read, so that everything else can be checked, but no figure counts a \
         plan with a conflict over its keys.",
        bad "<<<<<<< HEAD\nsegment: enterprise\n=======\nsegment: public sector\n>>>>>>> emea\n",
        good "segment: enterprise\n";
    P013 = "empty-file", Error, "A plan's file is empty.",
        "A file in `accounts/` whose name ends in .md is an account plan, and this one holds nothing. \
         `planc new \"Client name\"` writes a plan with all the sections; if this file is no plan, let its \
         name start with `_`.",
        bad "==> accounts/fabrikam.md <==\n\n",
        good "==> accounts/fabrikam.md <==\n---\naccount: Fabrikam\nowner: maria.lopez\n---\n";
    P014 = "no-front-matter", Error, "A plan has no front matter.",
        "A plan starts with a block of keys between two lines `---`: at the very least the client's name \
         and the account manager. Without it planc can't know whose plan it is. Write it above the text \
         that is there; if this file is no plan, let its name start with `_`.",
        bad "==> accounts/fabrikam.md <==\n# Fabrikam\n\nA maker of pumps.\n",
        good "==> accounts/fabrikam.md <==\n---\naccount: Fabrikam\nowner: maria.lopez\n---\n\n# Fabrikam\n\nA maker of pumps.\n";
    P015 = "no-opening-line", Error, "The line `---` above the front matter is missing.",
        "The keys of a plan stand between two lines of three hyphens. The keys are there and the line below \
         them too, but not the line above them. The keys are read all the same, so that what else is wrong \
         shows; no figure counts the plan until the line is there.",
        bad "==> accounts/fabrikam.md <==\naccount: Fabrikam\nowner: maria.lopez\n---\n",
        good "==> accounts/fabrikam.md <==\n---\naccount: Fabrikam\nowner: maria.lopez\n---\n";
    P016 = "no-closing-line", Error, "The line `---` below the front matter is missing.",
        "The keys of a plan stand between two lines of three hyphens. Without the second one, nobody can \
         say where the keys end and the text begins. planc goes on as if it stood before the first heading, \
         so that what else is wrong shows; no figure counts the plan until the line is there.",
        bad "---\naccount: Northwind Traders\nowner: maria.lopez\n\n## Account Profile\n\nA food distributor with 40 depots.\n",
        good "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n## Account Profile\n\nA food distributor with 40 depots.\n";
    P017 = "odd-front-matter-line", Error, "A line around the front matter is not `---`.",
        "The lines above and below the keys of a plan are three hyphens each, and nothing else. This one \
         has more or fewer, or the long dashes that word processors make of hyphens. It is taken as the \
         line that was meant.",
        bad "---\naccount: Northwind Traders\nowner: maria.lopez\n-----\n\n## Account Profile\n\nA food distributor with 40 depots.\n",
        good "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n\n## Account Profile\n\nA food distributor with 40 depots.\n";
    P018 = "lines-before-front-matter", Warning, "Something stands before the front matter.",
        "A plan starts with its front matter, in the first line of the file. planc reads this one all the \
         same, but editors and other programs will not see the keys. Delete \
         empty lines, and move a title below the keys, where it is read and shown.",
        bad "==> accounts/fabrikam.md <==\n\n---\naccount: Fabrikam\nowner: maria.lopez\n---\n",
        good "==> accounts/fabrikam.md <==\n---\naccount: Fabrikam\nowner: maria.lopez\n---\n";
    P019 = "not-keys", Error, "Where keys and values should stand is something else.",
        "The front matter of a plan, and planc.yaml, hold keys with their values, one on each line: `owner: \
         maria.lopez`. Here is a list, or plain text. Nothing of it can be read.",
        bad "---\n- Northwind Traders\n- maria.lopez\n---\n",
        good "---\naccount: Northwind Traders\nowner: maria.lopez\n---\n";
    P020 = "tab-indentation", Error, "A tab indents a line.",
        "What belongs together is shown by how far lines are indented, and a tab is as wide as each editor \
         makes it. So only spaces may stand before a key or a list item. Most editors can be told to write \
         spaces when the Tab key is pressed, and to change the tabs of a file to spaces. A special space \
         that came in by pasting counts the same.",
        bad "profile:\n\temployees: 4200\n",
        good "profile:\n  employees: 4200\n";
    P021 = "uneven-indentation", Error, "A line is indented differently from those that it belongs to.",
        "The keys of one record start at the same column, and so do the items of one list. This line starts \
         a little further left or right than its neighbours, so that it is not certain what it belongs to. \
         It is taken as one of them.",
        bad "profile:\n  employees: 4200\n   headquarters: Rotterdam\n",
        good "profile:\n  employees: 4200\n  headquarters: Rotterdam\n";
    P022 = "colon-in-text", Error, "A text with a colon and a space in it has no quotes.",
        "A colon and a space after a word make the word a key. A text that has them must be in quotes, or \
         nobody can say where the key ends: `risk: \"They may leave: the price\"`. A colon without a space \
         after it, as in 09:30 or https://, needs no quotes.",
        bad "industry: Food: fresh and frozen\n",
        good "industry: \"Food: fresh and frozen\"\n";
    P023 = "quote-in-quotes", Error, "An apostrophe or a quote inside of a text in quotes ends it too early.",
        "A text in single quotes ends at the next single quote, and an apostrophe is one. Put the text in \
         double quotes, or write the apostrophe twice. A double quote inside of double quotes has a \
         backslash before it. Texts without colons and other special characters need no quotes at all.",
        bad "industry: 'The world's food'\n",
        good "industry: \"The world's food\"\n";
    P024 = "unclosed-quote", Error, "A quote has no end.",
        "A text that starts with a quote goes on to the next quote of that kind. There is none before the \
         next key, so the text is taken to end with its line.",
        bad "industry: \"Food distribution\n",
        good "industry: \"Food distribution\"\n";
    P025 = "text-after-quote", Error, "Something stands after the closing quote.",
        "A value that starts with a quote ends with the next one; nothing but a comment may follow it on \
         the line. Put all of the text in quotes, or none of it.",
        bad "industry: \"Food\" distribution\n",
        good "industry: Food distribution\n";
    P026 = "typographic-quotes", Warning, "Typographic quotes stand around a text.",
        "Word processors turn straight quotes into curly ones. In a plan only straight quotes hold a text \
         together; curly ones are letters of the text like any other. Around a whole text they are most \
         likely meant as quotes, and the text is read without them. Where they don't even hold the text \
         together, because a colon stands in it, it is an error.",
        bad "industry: “Food distribution”\n",
        good "industry: \"Food distribution\"\n";
    P027 = "wrong-separator", Error, "Something else than a colon stands between a key and its value.",
        "A key and its value are parted by a colon and a space: `tier: strategic`. An equals sign, an \
         arrow, or the wide colon of another script is none.",
        bad "segment = enterprise\n",
        good "segment: enterprise\n";
    P028 = "no-space-after-colon", Error, "The space after a key's colon is missing.",
        "A key and its value are parted by a colon and a space: without the space, the colon is part of the \
         text, as in 09:30. A special space that came in by pasting is not the space bar's.",
        bad "segment:enterprise\n",
        good "segment: enterprise\n";
    P029 = "wrong-list-mark", Error, "A list item does not start with `- `.",
        "Each item of a list stands on a line of its own and starts with a hyphen and a space. Bullets, \
         asterisks and long dashes, as word processors make them, mark no item, nor does a hyphen without a \
         space.",
        bad "tags:\n  • reference\n  • pilot\n",
        good "tags:\n  - reference\n  - pilot\n";
    P030 = "not-a-key-line", Error, "A line is no key with its value.",
        "Each line of the front matter is a key, a colon and a value, a list item, or goes on with what \
         stands above it, further right. This line is none of these: a colon is missing, or its \
         indentation, or it is a note without the `# ` that makes it one.",
        bad "segment enterprise\n",
        good "segment: enterprise\n";
    P031 = "duplicate-key", Error, "A key stands twice.",
        "A key may stand once among its neighbours, for nobody can say which of two values is meant. The \
         first is read, the second left out. In a list, each record has its own keys: perhaps a `- ` is \
         missing before the second record.",
        bad "segment: enterprise\nsegment: public sector\n",
        good "segment: enterprise\n";
    P032 = "must-be-quoted", Error, "A text starts with a character that needs quotes.",
        "Some characters mean something at the start of a value: @ and ` are reserved, % starts a \
         directive, & and * name and repeat values, ! starts a tag, | and > start texts over several lines. \
         A text that starts with one of them must be in quotes.",
        bad "industry: @home food delivery\n",
        good "industry: \"@home food delivery\"\n";
    P033 = "unclosed-bracket", Error, "A bracket has no end.",
        "A list in `[…]` and keys in `{…}` go on to the closing bracket. There is none before the next key, \
         so they are taken to end there.",
        bad "tags: [reference, pilot\n",
        good "tags: [reference, pilot]\n";
    P034 = "comma-in-amount", Error, "A comma cuts an amount in two.",
        "Inside of `{…}` and `[…]` a comma ends the value, so `{arr: 240,000}` is an amount of 240 and a \
         key 000. Put the amount in quotes, or write it without commas: 240000, 240_000 or 240k. On a line \
         of its own, `arr: 240,000` needs no quotes.",
        bad "contracts:\n  - {id: NW-2025, product: Platform, arr: 240,000, start: 2025-01-01}\n",
        good "contracts:\n  - {id: NW-2025, product: Platform, arr: \"240,000\", start: 2025-01-01}\n";
    P035 = "wrong-comma", Error, "A comma is missing or too many inside of brackets.",
        "Inside of `{…}` and `[…]` a comma stands between one thing and the next, and only there. One at \
         the very end is allowed.",
        bad "tags: [reference,, pilot]\n",
        good "tags: [reference, pilot]\n";
    P036 = "wrong-bracket", Error, "A bracket is wrong, or something follows the closing one.",
        "What starts with `[` ends with `]`, what starts with `{` ends with `}`, and nothing but a comment \
         follows on the line. A text that starts with a bracket must be in quotes.",
        bad "tags: [reference, pilot]]\n",
        good "tags: [reference, pilot]\n";
    P037 = "hash-in-text", Warning, "A `#` may cut a text short.",
        "A `#` after a space starts a comment, and what follows it is not read. Where no space follows the \
         `#`, as in `#1`, it may be part of the text: put the text in quotes then. If it is a comment, a \
         space after the `#` says so.",
        bad "industry: Food #1 distribution\n",
        good "industry: \"Food #1 distribution\"\n";
    P038 = "list-on-key-line", Error, "A list starts on the line of its key.",
        "The items of a list stand on lines of their own below the key. A short list can stand on the key's \
         line in brackets: `tags: [reference, pilot]`.",
        bad "tags: - reference\n",
        good "tags: [reference]\n";
    P039 = "unknown-alias", Error, "A `*name` repeats nothing.",
        "`*name` repeats the value that `&name` stands before, further up in the same file. Nothing has \
         that name. If the asterisk is part of a text, put the text in quotes.",
        bad "tags: [reference, *pilot]\n",
        good "tags: [reference, pilot]\n";
    P040 = "tag", Error, "A value starts with an exclamation mark.",
        "A word with an exclamation mark before a value is a tag, which says of what type the value is. In \
         a plan the key decides that, so there are no tags. Leave it away; if it is part of a text, put the \
         text in quotes.",
        bad "industry: !important Food\n",
        good "industry: Food\n";
    P041 = "merge-key", Error, "`<<` does not merge keys.",
        "In some programs `<<: *name` adds the keys of another record. It is not part of YAML 1.2 and hides \
         where a value comes from: write the keys out.",
        bad "profile: &profile {employees: 4200}\nx-copy:\n  <<: *profile\n",
        good "profile: &profile {employees: 4200}\nx-copy: *profile\n";
    P042 = "second-text", Error, "A file holds a second YAML text.",
        "A line `---` or `...` ends the keys, and nothing below it is read. Delete the line if all of the \
         keys belong together; if they are of two things, give each a file.",
        bad "==> planc.yaml <==\nx-one: 1\n---\nx-two: 2\n",
        good "==> planc.yaml <==\nx-one: 1\nx-two: 2\n";
    P044 = "nested-too-deep", Error, "Something is nested more than 64 levels deep.",
        "Lists in lists and records in records may go 64 levels deep. No field of a plan needs more than \
         five. What is deeper is not read.",
        bad "x-deep: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        good "x-deep: [[[[]]]]\n";
    P045 = "aliases-too-large", Error, "Aliases stand for more than 10,000 values.",
        "`*name` repeats what `&name` stands before, and repeated lists of repeated lists grow without end. \
         All the aliases of a file together may stand for 10,000 values.",
        bad "x-a: &a [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\nx-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nx-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nx-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n",
        good "x-row: &row [1, 2, 3, 4]\nx-table: [*row, *row]\n";
    P046 = "unknown-escape", Error, "A backslash in double quotes means nothing.",
        "In double quotes a backslash makes something of the next character: \\n is a new line, \\\" a \
         quote, \\\\ a backslash. Others mean nothing. Write two backslashes, or use single quotes, in \
         which a backslash is just that.",
        bad "industry: \"Food\\ distribution \\Europe\"\n",
        good "industry: 'Food\\Europe'\n";
    P047 = "dash-in-text", Warning, "What looks like a list item goes on with the text above it.",
        "A line that is further right than its key goes on with the text that stands on the key's line, \
         even if it starts with a hyphen. If it is meant as a list item, start it below the other items, or \
         put the first one on a line of its own too.",
        bad "tags: reference\n  - pilot\n",
        good "tags:\n  - reference\n  - pilot\n";
    P048 = "key-of-many", Error, "A list or a record stands where a key should.",
        "A key is one word or a line of text. In double braces, `{{owner}}`, as some templates have them, \
         the inner braces are a key: put them in quotes, or fill the template in.",
        bad "industry: {{industry}}\n",
        good "industry: \"{{industry}}\"\n";
    P049 = "stray-list-item", Error, "A list item has no key.",
        "A list stands below a key that has nothing on its line. Here the key has a value already, or there \
         is no key. The item is not read.",
        bad "industry: \"Food distribution\"\n- reference\n",
        good "industry: \"Food distribution\"\ntags:\n- reference\n";
    P050 = "text-too-far-left", Error, "A line of a text starts further left than its first.",
        "A text of several lines is indented further than its key. Below `|` or `>` it goes on over all lines that are indented at least as far as its first. \
         This one is not: it is taken as part of the text, as it most \
         likely is.",
        bad "industry: |\n    Food distribution,\n  fresh and frozen\n",
        good "industry: |\n    Food distribution,\n    fresh and frozen\n";
}
