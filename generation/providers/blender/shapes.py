"""Meshes: turned profiles, rounded boxes, sheets. Runs in the child only. Lengths are scene units, z is up."""

import math
from collections.abc import Callable, Sequence

import bmesh
import bpy
from mathutils import Vector

Point = tuple[float, float]
SEGMENTS = 96


def add(mesh: bpy.types.Mesh, material: bpy.types.Material | None = None, *, at: Sequence[float] = (0, 0, 0)):
    """Puts a mesh into the scene."""
    thing = bpy.data.objects.new(mesh.name, mesh)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = Vector(at)
    if material is not None:
        mesh.materials.clear()
        mesh.materials.append(material)
    return thing


def rounded(points: Sequence[Point], radius: float = 0.02, steps: int = 6) -> list[Point]:
    """The line with its inner corners filleted; a corner takes at most 45 % of its shorter side."""
    line = [points[0]]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        at, back, on = Vector(corner), Vector(before) - Vector(corner), Vector(after) - Vector(corner)
        reach = min(radius, 0.45 * back.length, 0.45 * on.length)
        if reach < 1e-6:
            continue
        start, end = at + back.normalized() * reach, at + on.normalized() * reach
        for step in range(steps + 1):
            t = step / steps
            line.append(tuple(start * (1 - t) ** 2 + at * 2 * t * (1 - t) + end * t**2))
    return [*line, points[-1]]


def lathe(points: Sequence[Point], material=None, *, radius: float = 0.02, at: Sequence[float] = (0, 0, 0)):
    """Turns (radius, height) pairs about the z axis; corners are filleted by `radius`."""
    line = rounded(points, radius) if radius else list(points)
    vertices, faces = [], []
    for r, z in line:
        for i in range(SEGMENTS):
            angle = 2 * math.pi * i / SEGMENTS
            vertices.append((max(r, 1e-4) * math.cos(angle), max(r, 1e-4) * math.sin(angle), z))
    for row in range(len(line) - 1):
        for i in range(SEGMENTS):
            j = (i + 1) % SEGMENTS
            a, b = row * SEGMENTS, (row + 1) * SEGMENTS
            faces.append((a + i, a + j, b + j, b + i))
    return _smooth(add(_mesh(vertices, faces), material, at=at))


def box(
    size: Sequence[float], material=None, *, bevel: float = 0.02, at: Sequence[float] = (0, 0, 0), turn: float = 0.0
):
    """A box that stands with its middle above `at` (its lowest point there), turned about z by `turn` degrees."""
    built = bmesh.new()
    bmesh.ops.create_cube(built, size=1)
    bmesh.ops.scale(built, vec=Vector(size), verts=built.verts)
    bmesh.ops.translate(built, vec=(0, 0, size[2] / 2), verts=built.verts)
    if bevel:
        bmesh.ops.bevel(
            built, geom=built.edges[:], offset=min(bevel, 0.49 * min(size)), segments=5, profile=0.5, affect="EDGES"
        )
    mesh = bpy.data.meshes.new("box")
    built.to_mesh(mesh)
    built.free()
    thing = _smooth(add(mesh, material, at=at))
    thing.rotation_euler[2] = math.radians(turn)
    return thing


def plate(width: float, height: float, corner: float, depth: float, material=None, *, bevel: float = 0.01):
    """An upright slab with round corners (a phone's outline), facing -y, standing on z = 0."""
    corner = min(corner, width / 2, height / 2)
    outline = []
    for cx, cz, first in ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270)):
        for step in range(9):
            angle = math.radians(first + step * 90 / 8)
            x, z = cx * (width / 2 - corner), cz * (height / 2 - corner) + height / 2
            outline.append((x + corner * math.cos(angle), -depth / 2, z + corner * math.sin(angle)))
    built = bmesh.new()
    face = built.faces.new([built.verts.new(point) for point in outline])
    pulled = bmesh.ops.extrude_face_region(built, geom=[face])
    bmesh.ops.translate(
        built, vec=(0, depth, 0), verts=[v for v in pulled["geom"] if isinstance(v, bmesh.types.BMVert)]
    )
    bmesh.ops.recalc_face_normals(built, faces=built.faces[:])
    rims = [
        edge for edge in built.edges if len({f.normal.to_tuple(2) for f in edge.link_faces} & {(0, 1, 0), (0, -1, 0)})
    ]
    rims = [edge for edge in rims if any(abs(f.normal.y) < 0.5 for f in edge.link_faces)]
    if bevel:
        bmesh.ops.bevel(built, geom=rims, offset=min(bevel, 0.45 * depth), segments=4, profile=0.5, affect="EDGES")
    mesh = bpy.data.meshes.new("plate")
    built.to_mesh(mesh)
    built.free()
    return _smooth(add(mesh, material))


def tube(points: Sequence[Sequence[float]], radius: float, material=None):
    """A round rod along the points, with rounded ends."""
    curve = bpy.data.curves.new("tube", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution, curve.use_fill_caps = "3D", radius, 6, True
    spline = curve.splines.new("POLY")
    spline.points.add(len(points) - 1)
    for point, place in zip(spline.points, points, strict=True):
        point.co = (*place, 1)
    thing = bpy.data.objects.new("tube", curve)
    bpy.context.scene.collection.objects.link(thing)
    if material is not None:
        curve.materials.append(material)
    return thing


def sheet(xs: Sequence[float], ys: Sequence[float], height: Callable[[float, float], float], material=None):
    """A grid over xs and ys at `height(x, y)`."""
    vertices = [(x, y, height(x, y)) for y in ys for x in xs]
    n = len(xs)
    faces = [
        (row * n + i, row * n + i + 1, (row + 1) * n + i + 1, (row + 1) * n + i)
        for row in range(len(ys) - 1)
        for i in range(n - 1)
    ]
    return _smooth(add(_mesh(vertices, faces), material))


def ball(radius: float, material=None, *, at: Sequence[float] = (0, 0, 0), squash: float = 1.0):
    """A ball whose middle is at `at`."""
    built = bmesh.new()
    bmesh.ops.create_uvsphere(built, u_segments=64, v_segments=40, radius=radius)
    bmesh.ops.scale(built, vec=(1, 1, squash), verts=built.verts)
    mesh = bpy.data.meshes.new("ball")
    built.to_mesh(mesh)
    built.free()
    return _smooth(add(mesh, material, at=at))


def _mesh(vertices, faces) -> bpy.types.Mesh:
    mesh = bpy.data.meshes.new("mesh")
    mesh.from_pydata(vertices, [], faces)
    mesh.update()
    return mesh


def _smooth(thing):
    thing.data.shade_smooth()
    kept = thing.modifiers.new("normals", "WEIGHTED_NORMAL")
    kept.keep_sharp = True
    return thing
