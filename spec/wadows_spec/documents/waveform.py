"""The test document that is a waveform: an electrocardiogram of twelve leads."""

import struct
from typing import Final

from pydicom import Dataset, uid

from wadows_spec.documents import identity, modules
from wadows_spec.documents.part10 import dataset_of, encode
from wadows_spec.documents.role import TestDocument

SAMPLES: Final = 250
#: MDC codes of the leads (PS3.16 CID 3001), in the usual order.
_LEADS: Final = (
    ("2:1", "Lead I"),
    ("2:2", "Lead II"),
    ("2:61", "Lead III"),
    ("2:62", "aVR, augmented voltage, right"),
    ("2:63", "aVL, augmented voltage, left"),
    ("2:64", "aVF, augmented voltage, foot"),
    ("2:3", "Lead V1"),
    ("2:4", "Lead V2"),
    ("2:5", "Lead V3"),
    ("2:6", "Lead V4"),
    ("2:7", "Lead V5"),
    ("2:8", "Lead V6"),
)


def voltage(lead: int, sample: int) -> int:
    """Return a sample of a lead, in microvolt: a peak of 100 * (lead + 1) at sample 125.

    It rises and falls by a tenth of itself with each sample; all else is 0.
    """
    return (lead + 1) * 10 * max(0, 10 - abs(sample - 125))


def _channel(meaning_of: tuple[str, str]) -> Dataset:
    code, meaning = meaning_of
    return dataset_of(
        {
            "ChannelSourceSequence": modules.coded(code, "MDC", meaning),
            "ChannelSensitivity": "1",
            "ChannelSensitivityUnitsSequence": [
                dataset_of(
                    {
                        "CodeValue": "uV",
                        "CodingSchemeDesignator": "UCUM",
                        "CodingSchemeVersion": "1.4",
                        "CodeMeaning": "microvolt",
                    }
                )
            ],
            "ChannelSensitivityCorrectionFactor": "1",
            "ChannelBaseline": "0",
            "ChannelSampleSkew": "0",
            "WaveformBitsStored": 16,
        }
    )


def electrocardiogram() -> bytes:
    """12-lead ECG: half a second of 500 samples a second, 16 bits."""
    series = identity.ELECTROCARDIOGRAM
    values = [voltage(lead, sample) for sample in range(SAMPLES) for lead in range(len(_LEADS))]
    group = dataset_of(
        {
            "WaveformOriginality": "ORIGINAL",
            "NumberOfWaveformChannels": len(_LEADS),
            "NumberOfWaveformSamples": SAMPLES,
            "SamplingFrequency": "500",
            "ChannelDefinitionSequence": [_channel(lead) for lead in _LEADS],
            "WaveformBitsAllocated": 16,
            "WaveformSampleInterpretation": "SS",
        }
    )
    group.add_new("WaveformData", "OW", struct.pack(f"<{len(values)}h", *values))
    dataset = dataset_of(
        modules.common("ecg", uid.TwelveLeadECGWaveformStorage, series),
        modules.dated(series),
        {
            "AcquisitionDateTime": f"{series.study.date}120000",
            "AcquisitionContextSequence": [],
            "WaveformSequence": [group],
        },
    )
    return encode(dataset, uid.ExplicitVRLittleEndian)


DOCUMENTS: Final = (
    TestDocument(
        "ecg",
        "other",
        electrocardiogram,
        "Electrocardiogram of twelve leads: samples, but no pixels.",
    ),
)
