"""Records that go from one ledger to another: may they come in, and what would they mean here?"""
