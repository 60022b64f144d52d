"""The handover sheet in lines."""
