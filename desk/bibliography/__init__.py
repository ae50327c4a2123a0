"""The bibliography: what databases know of a source, and how that becomes an entry of content/references.bib.

    export.py      what databases and publishers export, in BibTeX, RIS or PubMed's form, as an Entry
    tidy.py        an Entry without noise, with one way of writing each thing
    entry.py       an Entry, and how it is written in the file
    answers.py     what Crossref, PubMed and OpenAlex answer of a paper, as a Record
    databases.py   how they are asked, and what they say together
    look_up.py     a paper by its DOI or PMID

Nothing here runs in a build. desk/commands/cite.py and desk/commands/sources.py are the commands.
"""
