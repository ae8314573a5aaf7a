"""The project language: what the user writes in YAML, checked and given back as frozen values that know their place.

In come `project.yaml`, the user's `styles/` and our `config/`; out come `Project` (`load.load_project`) and `Library`
(`library.load_library`), or one `ProjectError` with every fault that was found. Nothing here knows a beat.
"""
