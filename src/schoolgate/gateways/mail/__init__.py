"""Mail that is journalled to the school: received, recorded, sealed."""
