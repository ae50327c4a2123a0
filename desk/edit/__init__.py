"""`./site edit`: posts are written in the browser, by Decap, on this computer alone.

    bundle.py     fetches Decap once, as package-lock.json pins it
    form.py       what Decap is told: the fields of the model, with the words of fields.toml and the site's closed lists
    entry.py      a file as Decap has it, and back: what was not changed stays byte for byte
    desk_of.py    what the browser may ask for; each answer is given by the code of the command of that name
    rooms.py      the addresses under /__desk/edit/ of the server of the preview, and who may ask there
    page/         the page: Decap in a frame of its own, with the preview beside it, and the desk's bar above both

Whatever is typed is kept in the post's file at once, so that the preview shows it; Save makes a commit of it. All this
is served by a process that no build starts, from files that no build reads.
"""
