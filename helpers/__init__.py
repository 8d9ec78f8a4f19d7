"""The small package behind *Activation functions from scratch*.

`layers` is the maths, `pictures` draws it, `explorables` puts it under your hand, `exercises` and
`predictions` answer you. Importing `helpers` alone loads none of them.
"""
