"""Pure rules of sealed reporting. Random bytes and what checks a signature are arguments."""
