"""Pictures: what one is, what it may hold, and what is made of it. The one room that decodes and encodes.

One idea a module: what stands in a file beside the picture (container), photographs and all else made of pixels
(photograph), drawings (drawing), and what a page must know of either (picture). Nothing here opens a file. Pillow is
loaded by `photograph` alone, when the first picture made of pixels is met: a site without any does not wait for it.
"""
