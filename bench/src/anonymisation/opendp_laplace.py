"""Discrete Laplace noise by OpenDP, vectorised: each line of standard input is "epsilon samples", each answer the
seconds and the number of samples. An array of NumPy of 32-bit integers is what it takes fastest."""

import sys
import time

import numpy
import opendp.prelude as dp

dp.enable_features("contrib")

for line in sys.stdin:
    epsilon, samples = line.split()
    domain = dp.vector_domain(dp.atom_domain(T="i32"))
    measurement = dp.m.make_laplace(domain, dp.l1_distance(T="i32"), scale=1 / float(epsilon))
    zeros = numpy.zeros(int(samples), dtype="int32")
    begun = time.perf_counter()
    noisy = measurement(zeros)
    print(time.perf_counter() - begun, len(noisy), flush=True)
