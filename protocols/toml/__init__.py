"""The file format of a protocol: parser, faults, writer, formatter."""
