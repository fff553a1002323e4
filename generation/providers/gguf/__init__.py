"""A language model in a GGUF file, run by llama.cpp in a process of its own. Imports providers.base, openai, media."""
