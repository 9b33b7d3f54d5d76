"""Example studies that the installed software can build by itself; every one of them is synthetic.

>>> from clusterdynamics.examples import skogsbygden
>>> study = skogsbygden.build()
>>> study.settings.synthetic
True
"""

__all__: list[str] = []
