"""Inputs that grow in one dimension, each made for any n."""
from . import bodies, documents, one_document, products, schemas, settings, texts
from .make import SHAPES

__all__ = ["SHAPES", "bodies", "documents", "one_document", "products",
           "schemas", "settings", "texts"]
