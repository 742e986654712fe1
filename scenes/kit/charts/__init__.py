"""Drawings in the plane that several stories share: costs against steps, data, maps, rulers, tables."""
