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
}
