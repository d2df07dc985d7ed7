using System.Text.Json;
using ContactCenter.Server.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Platform.Data;

static class JsonColumn
{
    /// <summary>A few settings that belong together. An immutable record: its own equality tells whether it changed.</summary>
    public static void AsJson<T>(this PropertyBuilder<T> property) where T : class => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, JsonShapes.Journal),
        text => JsonSerializer.Deserialize<T>(text, JsonShapes.Journal)!);

    /// <summary>A short list that is read and written whole.</summary>
    public static void AsJson<T>(this PropertyBuilder<IReadOnlyList<T>> property) => property.HasColumnType("jsonb").HasConversion(
        list => JsonSerializer.Serialize(list, JsonShapes.Journal),
        text => JsonSerializer.Deserialize<List<T>>(text, JsonShapes.Journal)!,
        new ValueComparer<IReadOnlyList<T>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list.ToList()));
}
