"""Drills: scripted stretches of a merchant's life against the simulators, with faults and kills, judged from outside.
They know Desk by its command line and the channels by their simulators' control routes, and import neither.
"""
