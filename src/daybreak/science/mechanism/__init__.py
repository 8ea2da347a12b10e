"""What follows a dose: receptor block, glutamate, AMPA throughput, BDNF, synapses, symptoms; one file a stage."""
