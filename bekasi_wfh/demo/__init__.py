"""The demo city: the real names of the units of Kota Bekasi, invented people.

`perangkat_daerah.csv` lists the units. Their names are public: Perda Kota Bekasi 7/2016 with the
names in use since, and the circulars of the city (SE Wali Kota Bekasi 800.1.5/1446/BKPSDM.PKA of
2025 for the units that stay at the office). The parts below the agencies are typical of their
field. Every person, NIP, address and event is made up, drawn from one seed, so that the same
`today` and number of people give the same city again.
"""
