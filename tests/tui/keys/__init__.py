"""Every letter and digit at every focus of every form: it changes what the eye is on, or nothing."""
