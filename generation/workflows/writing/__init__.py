"""What an advert says and shows: the brief behind it, the framework that shapes it, the season it is for. Pure: no
database, no network. Nothing is claimed of a product that its brief does not say: the rest are questions and images.
"""
