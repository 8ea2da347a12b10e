"""FHIR R4 in: reads bundles into facts that the clinic's actions record."""
