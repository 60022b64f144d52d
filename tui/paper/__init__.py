"""What Stepward prints: PDF files, black on white, with the identity of the patient on every page.

A paper is made of a `Frame` (what stands on every page) and a `Sheet` (what is written on it). The PDF
library is the extra `stepward[pdf]`; without it a paper is refused in words.
"""
