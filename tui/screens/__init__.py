"""The screens, one a file. They show; they never decide."""
