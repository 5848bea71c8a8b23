"""Commands that only the tests of the frame see."""
