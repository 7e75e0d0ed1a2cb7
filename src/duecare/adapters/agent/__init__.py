"""What stands between staff pages and the key agent: messages in frames over a socket that two processes hold.

Keys never pass here. What comes from the agent is what the person in front of the page may read.
"""
