"""What happened, to whom: the record. The only room that writes; every change goes through an app's actions."""
