"""The kit that all channel simulators share: the world, the server, its clock, faults and journal. It knows nothing
of Desk.
"""
