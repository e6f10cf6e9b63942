"""Put answers, differences and boxes into plain English. Pure."""
