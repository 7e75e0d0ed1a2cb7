"""Crashes, full disks, two at once, damaged and hostile files: each told clearly, nothing lost."""
