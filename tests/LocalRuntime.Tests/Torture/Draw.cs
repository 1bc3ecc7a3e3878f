using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Dfm.LocalRuntime.Tests.Torture;

/// <summary>Chance that depends on a seed and on what is decided alone, so neither on time nor on what was decided before.</summary>
internal readonly struct Draw(int seed, string what)
{
    private readonly byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {what}"));

    /// <summary>A number from 0 to below <paramref name="end"/>; each <paramref name="index"/>, up to 7, gives another.</summary>
    public int Number(int index, int end) => (int)(BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(4 * index)) % (uint)end);

    /// <summary>One of several, each as often as its weight says.</summary>
    public T OneOf<T>(int index, params ReadOnlySpan<(int Weight, T Value)> choices)
    {
        var total = 0;
        foreach (var (weight, _) in choices) total += weight;
        var number = Number(index, total);
        foreach (var (weight, value) in choices)
        {
            if ((number -= weight) < 0) return value;
        }

        throw new InvalidOperationException("Weights are positive.");
    }
}
