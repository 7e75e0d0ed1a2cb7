"""What anybody may read, without signing in and without a trace: the method and what it rests on."""
