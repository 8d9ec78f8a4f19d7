"""How `make record` runs and writes the lessons: nothing is kept that differs from run to run."""

import os

from nbconvert.preprocessors import CoalesceStreamsPreprocessor, Preprocessor

os.environ["COURSE_PREDICTED"] = os.devnull  # what somebody predicted beside the lessons is no part of them

c = get_config()  # noqa: F821 (traitlets gives it)

c.ExecutePreprocessor.record_timing = False
c.ExecutePreprocessor.store_widget_state = False  # with it, a reader without a kernel sees an error
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = {"tags", "jupyter", "cellView"}
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"kernelspec", ("language_info", "name")}


class Still(Preprocessor):
    """Drops the live views from the outputs: their ids are random, and without a kernel they show nothing."""

    enabled = True

    def preprocess_cell(self, cell, resources, index):
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
        if "outputs" in cell:
            cell["outputs"] = [output for output in cell["outputs"] if output.get("data") != {}]
        return cell, resources


c.CoalesceStreamsPreprocessor.enabled = True  # on a busy machine one print can arrive in two pieces
c.NotebookExporter.preprocessors = [CoalesceStreamsPreprocessor, Still]
