"""The preview: the site with drafts, kept in memory, so that a save is seen at once.

    desk/commands/serve.py      the process that a writer starts: shows pages, watches files, keeps a press running
    press.py           the process that holds the edition; makes the changed page first, then what else changed
    standing.py        what the press says of the project: documents, problems, errors; plain values
    overview.py        the page of all drafts and faults
    panel.js, desk.css what the server adds to each page on its way to the browser

The folder that the press writes holds the pages as a build would make them. The panel is added by the server alone, so
no published page can ever hold it.
"""
