"""The library of the network: reports, presentations, case studies and experience, reviewed, found and cited."""
