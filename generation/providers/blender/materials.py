"""Procedural shaders by name. Runs in the child only. Colours are linear RGB."""

from collections.abc import Callable

import bpy

Rgb = tuple[float, float, float]


class Shader:
    """A material under construction: a principled surface and what feeds it."""

    def __init__(self, name: str) -> None:
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.nodes, self.links = self.material.node_tree.nodes, self.material.node_tree.links
        self.surface = self.nodes["Principled BSDF"]
        self.output = self.nodes["Material Output"]

    def set(self, **values) -> "Shader":
        for name, value in values.items():
            socket = self.surface.inputs[name.replace("_", " ")]
            is_color = socket.type == "RGBA"  # subsurface radii are triples too
            socket.default_value = (*value, 1) if is_color else value
        return self

    def node(self, kind: str, **values):
        made = self.nodes.new(f"ShaderNode{kind}")
        for name, value in values.items():
            socket = made.inputs.get(name.replace("_", " "))
            if socket is not None:
                socket.default_value = value
            else:
                setattr(made, name, value)
        return made

    def place(self, scale: Rgb = (1, 1, 1), space: str = "Object"):
        """Coordinates on the thing itself (or of the world: "Generated"), stretched."""
        mapping = self.node("Mapping", Scale=scale)
        self.links.new(self.node("TexCoord").outputs[space], mapping.inputs["Vector"])
        return mapping.outputs["Vector"]

    def noise(self, where, scale: float, *, detail: float = 6, distortion: float = 0.0, roughness: float = 0.55):
        made = self.node("TexNoise", Scale=scale, Detail=detail, Distortion=distortion, Roughness=roughness)
        self.links.new(where, made.inputs["Vector"])
        return made.outputs["Fac"]

    def ramp(self, value, *stops: tuple[float, Rgb]):
        made = self.node("ValToRGB")
        points = made.color_ramp.elements
        while len(points) < len(stops):
            points.new(0.5)
        for point, (at, color) in zip(points, stops, strict=True):
            point.position, point.color = at, (*color, 1)
        self.links.new(value, made.inputs["Fac"])
        return made.outputs["Color"]

    def feed(self, name: str, source) -> "Shader":
        self.links.new(source, self.surface.inputs[name])
        return self

    def bump(self, value, strength: float, distance: float = 0.02) -> "Shader":
        made = self.node("Bump", Strength=strength, Distance=distance)
        self.links.new(value, made.inputs["Height"])
        return self.feed("Normal", made.outputs["Normal"])


def shade(color: Rgb, by: float) -> Rgb:
    return (color[0] * by, color[1] * by, color[2] * by)


def blend(one: Rgb, other: Rgb, amount: float) -> Rgb:
    return tuple(a + (b - a) * amount for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


def grey(level: float) -> Rgb:
    return (level, level, level)


def glass(color: Rgb) -> bpy.types.Material:
    made = Shader("glass").set(
        Base_Color=blend(color, grey(1), 0.45), Roughness=0.015, IOR=1.45, Transmission_Weight=1.0
    )
    # Without caustics a glass's shadow would be black: light passes straight through, tinted and a little weaker.
    through = made.node("BsdfTransparent")
    through.inputs["Color"].default_value = (*shade(blend(color, grey(1), 0.5), 0.85), 1)
    mixed, path = made.node("MixShader"), made.node("LightPath")
    made.links.new(path.outputs["Is Shadow Ray"], mixed.inputs[0])
    made.links.new(made.surface.outputs[0], mixed.inputs[1])
    made.links.new(through.outputs[0], mixed.inputs[2])
    made.links.new(mixed.outputs[0], made.output.inputs["Surface"])
    return made.material


def liquid(color: Rgb) -> bpy.types.Material:
    return (
        Shader("liquid")
        .set(
            Base_Color=color,
            Roughness=0.05,
            IOR=1.1,
            Transmission_Weight=0.8,
            Emission_Color=color,
            Emission_Strength=0.1,
        )
        .material
    )


def brushed(color: Rgb, roughness: float = 0.26) -> bpy.types.Material:
    made = Shader("metal").set(Base_Color=color, Metallic=1.0, Roughness=roughness, Anisotropic=0.6)
    streaks = made.noise(made.place((2, 2, 160)), 6, detail=3)
    made.feed("Roughness", made.ramp(streaks, (0.3, grey(roughness - 0.08)), (0.7, grey(roughness + 0.12))))
    return made.bump(streaks, 0.04).material


def polished(color: Rgb, roughness: float = 0.12) -> bpy.types.Material:
    return Shader("polished").set(Base_Color=color, Metallic=1.0, Roughness=roughness).material


def ceramic(color: Rgb) -> bpy.types.Material:
    made = Shader("ceramic").set(Roughness=0.2, Coat_Weight=0.6, Coat_Roughness=0.06)
    specks = made.noise(made.place(), 90, detail=2)
    made.feed("Base Color", made.ramp(specks, (0.26, shade(color, 0.55)), (0.36, color)))
    return made.bump(made.noise(made.place((1, 1, 3)), 5, detail=2), 0.06).material


def wood(color: Rgb, *, along: Rgb = (1.2, 9, 9), gloss: float = 0.38) -> bpy.types.Material:
    made = Shader("wood").set(Roughness=gloss, Coat_Weight=0.15, Coat_Roughness=0.25)
    where = made.place(along)
    rings = made.noise(where, 1.1, detail=8, distortion=1.4, roughness=0.6)
    pores = made.noise(made.place((along[0] * 3, along[1] * 14, along[2] * 14)), 2.2, detail=3)
    grain = made.node("Mix", data_type="FLOAT")
    grain.inputs[0].default_value = 0.3
    made.links.new(rings, grain.inputs[2])
    made.links.new(pores, grain.inputs[3])
    stops = ((0.28, shade(color, 0.36)), (0.45, shade(color, 0.75)), (0.58, color), (0.72, shade(color, 1.25)))
    made.feed("Base Color", made.ramp(grain.outputs[0], *stops))
    return made.bump(grain.outputs[0], 0.12).material


def marble(color: Rgb) -> bpy.types.Material:
    made = Shader("marble").set(Roughness=0.14, Coat_Weight=0.3, Coat_Roughness=0.05)
    veins = made.noise(made.place((1, 1.6, 1)), 1.3, detail=9, distortion=1.8, roughness=0.62)
    stops = (
        (0.40, color),
        (0.475, blend(color, grey(0.35), 0.35)),
        (0.5, grey(0.2)),
        (0.52, blend(color, grey(0.45), 0.2)),
        (0.62, color),
    )
    return made.feed("Base Color", made.ramp(veins, *stops)).material


def concrete(color: Rgb) -> bpy.types.Material:
    made = Shader("concrete").set(Roughness=0.7)
    clouds = made.noise(made.place(), 1.7, detail=10, roughness=0.65)
    made.feed("Base Color", made.ramp(clouds, (0.3, shade(color, 0.6)), (0.7, shade(color, 1.15))))
    return made.bump(made.noise(made.place(), 14, detail=8, roughness=0.7), 0.18).material


def fabric(color: Rgb) -> bpy.types.Material:
    made = Shader("fabric").set(Roughness=0.9, Sheen_Weight=0.5, Sheen_Roughness=0.4)
    weave = made.noise(made.place((60, 60, 60)), 3, detail=2)
    made.feed("Base Color", made.ramp(weave, (0.3, shade(color, 0.7)), (0.7, shade(color, 1.15))))
    return made.bump(weave, 0.35, 0.01).material


def leather(color: Rgb) -> bpy.types.Material:
    made = Shader("leather").set(Base_Color=color, Roughness=0.42)
    return made.bump(made.noise(made.place(), 42, detail=5), 0.3, 0.01).material


def plastic(color: Rgb, roughness: float = 0.32) -> bpy.types.Material:
    return Shader("plastic").set(Base_Color=color, Roughness=roughness, Coat_Weight=0.2).material


def matte(color: Rgb) -> bpy.types.Material:
    return Shader("matte").set(Base_Color=color, Roughness=0.85, Specular_IOR_Level=0.2).material


def gloss(color: Rgb) -> bpy.types.Material:
    return Shader("gloss").set(Base_Color=color, Roughness=0.09, Coat_Weight=0.4).material


def peel(color: Rgb) -> bpy.types.Material:
    """A fruit's skin: mottled, waxy, with light in it."""
    made = Shader("peel").set(
        Roughness=0.3, Subsurface_Weight=0.15, Subsurface_Radius=(0.1, 0.04, 0.02), Coat_Weight=0.25
    )
    mottle = made.noise(made.place((1, 1, 0.6)), 3.2, detail=6)
    made.feed("Base Color", made.ramp(mottle, (0.3, shade(color, 0.7)), (0.7, color)))
    return made.bump(made.noise(made.place(), 55, detail=2), 0.08, 0.01).material


def glow(color: Rgb, strength: float) -> bpy.types.Material:
    return Shader("glow").set(Base_Color=color, Emission_Color=color, Emission_Strength=strength).material


STEEL, GOLD, COPPER = grey(0.62), (0.83, 0.52, 0.17), (0.72, 0.33, 0.19)
OAK, WALNUT = (0.42, 0.25, 0.12), (0.17, 0.085, 0.042)
BY_NAME: dict[str, Callable[[Rgb], bpy.types.Material]] = {
    "glass": glass, "metal": lambda color: brushed(STEEL), "gold": lambda color: polished(GOLD, 0.16),
    "copper": lambda color: brushed(COPPER, 0.2), "ceramic": ceramic,
    "wood": lambda color: wood(OAK, along=(9, 9, 1.2)),
    "fabric": fabric, "plastic": plastic, "leather": leather, "marble": lambda color: marble(grey(0.85)),
    "paper": matte, "fruit": peel,
}  # fmt: skip
