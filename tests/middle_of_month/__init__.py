"""What happens in the middle of a month: one file per topic, each row of the table a test.

Emergency mode (flood, unrest) has its tests with the orders in tests/schedules.
"""
