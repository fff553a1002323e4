"""Pictures rendered by Blender's Cycles: products, interiors and landscapes.

`read` turns a request into a `SceneDescription` and knows nothing of Blender; `pictures` starts the child process,
which alone imports `bpy` (`child`, and what it imports: `stage`, `materials`, `shapes`, `subjects`, `product`,
`interior`, `landscape`). No Django.
"""
