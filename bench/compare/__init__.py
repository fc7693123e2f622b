"""What bench/run is made of: data, contenders, scenarios, the load generator, results."""
