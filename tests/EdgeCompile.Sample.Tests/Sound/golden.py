"""Golden features for the sound samples, from the definitions in TensorFlow's and librosa's documentation, with numpy alone.

usage: python3 golden.py    (writes mfcc.txt and logmel.txt beside itself)
"""
import os

import numpy as np

RATE = 16000
HERE = os.path.dirname(os.path.abspath(__file__))


def signal():
    """One second: a rising tone, a steady one, and a click; the test computes the same."""
    t = np.arange(RATE) / RATE
    x = 0.5 * np.sin(2 * np.pi * (200 + 1500 * t) * t) + 0.1 * np.sin(2 * np.pi * 3100 * t)
    x[8000] += 0.3
    return x.astype(np.float32).astype(np.float64)


def hann(n):
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)


def mfcc(x):
    x = x / x.max()
    frames = np.stack([x[i * 320:i * 320 + 480] for i in range(49)]) * hann(480)
    magnitude = np.abs(np.fft.rfft(frames, 512))
    mel = lambda f: 1127.0 * np.log(1.0 + f / 700.0)
    bins = mel(np.linspace(0.0, RATE / 2, 257)[1:])[:, None]
    edges = np.linspace(mel(20.0), mel(4000.0), 42)
    lower, centre, upper = edges[:-2], edges[1:-1], edges[2:]
    weights = np.maximum(0.0, np.minimum((bins - lower) / (centre - lower), (upper - bins) / (upper - centre)))
    weights = np.concatenate([np.zeros((1, 40)), weights])
    log_mel = np.log(magnitude @ weights + 1e-6)
    n = np.arange(40)
    basis = np.stack([2 * np.cos(np.pi * k * (2 * n + 1) / 80) for k in range(10)])
    return log_mel @ basis.T / np.sqrt(80)


def log_mel(x):
    padded = np.pad(x, 512, mode="reflect")
    frames = np.stack([padded[i * 512:i * 512 + 1024] for i in range(1 + len(x) // 512)]) * hann(1024)
    power = np.abs(np.fft.rfft(frames)) ** 2
    linear, step = 200.0 / 3, np.log(6.4) / 27
    mels = np.linspace(0, 15 + np.log(RATE / 2 / 1000) / step, 130)
    edges = np.where(mels < 15, mels * linear, 1000 * np.exp(step * (mels - 15)))
    bins = np.linspace(0, RATE / 2, 513)
    weights = np.zeros((128, 513))
    for i in range(128):
        lower = (bins - edges[i]) / (edges[i + 1] - edges[i])
        upper = (edges[i + 2] - bins) / (edges[i + 2] - edges[i + 1])
        weights[i] = np.maximum(0, np.minimum(lower, upper)) * 2 / (edges[i + 2] - edges[i])
    return 10 * np.log10(power @ weights.T + np.finfo(np.float64).eps)


if __name__ == "__main__":
    for name, features in (("mfcc", mfcc(signal())), ("logmel", log_mel(signal()))):
        np.savetxt(os.path.join(HERE, name + ".txt"), features, fmt="%.5f")
