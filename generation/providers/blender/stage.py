"""Camera, lights and the renders. Runs in the child only."""

import math
from pathlib import Path

import bpy
from mathutils import Vector

from generation.providers.blender.scene import OVERSCAN, SceneDescription

THREADS = 2  # fixed, whatever the host has: workers render side by side


def start() -> bpy.types.Scene:
    """An empty scene from factory settings: no preferences, no add-ons, no scripts."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.context.preferences.filepaths.use_scripts_auto_execute = False
    return bpy.context.scene


def set_up(scene: bpy.types.Scene, wanted: SceneDescription) -> None:
    """Cycles on the processor, denoised, with a film-like view; the canvas is the frame and its overscan."""
    scene.render.engine = "CYCLES"
    scene.render.threads_mode, scene.render.threads = "FIXED", THREADS
    scene.render.resolution_x, scene.render.resolution_y = canvas(wanted)
    scene.render.resolution_percentage = 100
    scene.render.use_persistent_data = True  # the renders of one picture share their geometry
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", wanted.samples, wanted.seed
    cycles.use_adaptive_sampling, cycles.use_denoising, cycles.denoiser = False, True, "OPENIMAGEDENOISE"
    cycles.denoising_input_passes, cycles.denoising_prefilter = "RGB_ALBEDO_NORMAL", "FAST"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 10, 3, 4
    cycles.transmission_bounces, cycles.transparent_max_bounces = 8, 10
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect, cycles.blur_glossy = 6.0, 0.5
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.render.image_settings.file_format, scene.render.image_settings.compression = "PNG", 15


def canvas(wanted: SceneDescription) -> tuple[int, int]:
    return tuple(side + 2 * round(side * OVERSCAN) for side in (wanted.width, wanted.height))  # type: ignore[return-value]


def area(name: str, at, toward, size, power: float, color=(1.0, 1.0, 1.0), *, seen: bool = False):
    """A softbox of `size` (width, height) that faces `toward`; watts."""
    light = bpy.data.lights.new(name, "AREA")
    light.shape, light.size, light.size_y = "RECTANGLE", size[0], size[1]
    light.energy, light.color = power, color
    thing = bpy.data.objects.new(name, light)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = Vector(at)
    thing.rotation_euler = (Vector(toward) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    thing.visible_camera = seen
    return thing


def only_for(light, things: list) -> None:
    """Lights those things and nothing else: a rim that would leave a hard pool on the table."""
    receivers = bpy.data.collections.new("receivers")
    for thing in things:
        receivers.objects.link(thing)
    light.light_linking.receiver_collection = receivers


def sun(elevation: float, azimuth: float, strength: float, color, angle: float = 0.6):
    """Degrees; azimuth 0 is behind the scene (+y), positive to the right (+x)."""
    light = bpy.data.lights.new("sun", "SUN")
    light.energy, light.color, light.angle = strength, color, math.radians(angle)
    thing = bpy.data.objects.new("sun", light)
    bpy.context.scene.collection.objects.link(thing)
    up, turn = math.radians(elevation), math.radians(azimuth)
    away = Vector((math.sin(turn) * math.cos(up), math.cos(turn) * math.cos(up), math.sin(up)))
    thing.rotation_euler = away.to_track_quat("Z", "Y").to_euler()
    return thing


def world(color, strength: float):
    """A plain surrounding; returns its node tree for those who want a sky."""
    made = bpy.data.worlds.new("world")
    bpy.context.scene.world = made
    made.use_nodes = True
    # The skies here are soft: Cycles' own map of where they are bright costs seconds and gains nothing.
    made.cycles.sampling_method = "NONE"
    back = made.node_tree.nodes["Background"]
    back.inputs["Color"].default_value, back.inputs["Strength"].default_value = (*color, 1), strength
    return made.node_tree


def camera(wanted: SceneDescription, at, toward, *, focus: float | None = None, blur: float = 1.0):
    """A camera whose lens sees the frame as asked and the overscan around it. `blur` enlarges the aperture, for scenes
    that are not built at life size."""
    data = bpy.data.cameras.new("camera")
    data.sensor_fit, data.sensor_width, data.sensor_height = "AUTO", 36, 36
    data.lens = wanted.lens_mm / (1 + 2 * OVERSCAN)
    data.clip_start, data.clip_end = 0.01, 5000
    thing = bpy.data.objects.new("camera", data)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = Vector(at)
    thing.rotation_euler = (Vector(toward) - Vector(at)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.camera = thing
    if focus is not None:
        data.dof.use_dof, data.dof.focus_distance = True, focus
        data.dof.aperture_fstop, data.dof.aperture_blades = wanted.f_stop / blur / (1 + 2 * OVERSCAN), 7
    return thing


def tangents(wanted: SceneDescription) -> tuple[float, float]:
    """Half the frame's width and height at a distance of 1."""
    longer = max(wanted.width, wanted.height)
    half = 18 / wanted.lens_mm
    return half * wanted.width / longer, half * wanted.height / longer


def bounds(things) -> tuple[Vector, Vector]:
    """The lowest and highest corner of the things in the world."""
    bpy.context.view_layer.update()
    corners = [thing.matrix_world @ Vector(corner) for thing in things for corner in thing.bound_box]
    low = Vector(min(corner[i] for corner in corners) for i in range(3))
    return low, Vector(max(corner[i] for corner in corners) for i in range(3))


def shoot(scene: bpy.types.Scene, wanted: SceneDescription, near: list, folder: Path) -> None:
    """Renders `full.png`, and where something is near: `far.png` without it (its shadow stays), `mask.png` of it."""
    _render(scene, folder / "full.png")
    if not near:
        return
    for thing in near:
        thing.visible_camera = False
    scene.cycles.samples = max(4, wanted.samples // 2)  # the denoiser does well on what is soft
    _render(scene, folder / "far.png")
    white = bpy.data.materials.new("white")
    scene.view_layers[0].material_override = white
    scene.cycles.use_denoising, scene.cycles.samples, scene.cycles.max_bounces = False, 16, 0
    scene.render.film_transparent, scene.render.image_settings.color_mode = True, "RGBA"
    for thing in scene.objects:
        thing.is_holdout = thing not in near
    for thing in near:
        thing.visible_camera = True
    _render(scene, folder / "mask.png")


def _render(scene: bpy.types.Scene, path: Path) -> None:
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
