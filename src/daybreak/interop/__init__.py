"""The same facts in other tongues: FHIR R4 today; HL7 v2 and devices later."""
