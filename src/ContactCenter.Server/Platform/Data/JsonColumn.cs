using System.Text.Json;
using ContactCenter.Server.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ContactCenter.Server.Platform.Data;

static class JsonColumn
{
    /// <summary>A short list that is read and written whole.</summary>
    public static void AsJson<T>(this PropertyBuilder<IReadOnlyList<T>> property) => property.HasColumnType("jsonb").HasConversion(
        list => JsonSerializer.Serialize(list, JsonShapes.Journal),
        text => JsonSerializer.Deserialize<List<T>>(text, JsonShapes.Journal)!,
        new ValueComparer<IReadOnlyList<T>>((a, b) => a!.SequenceEqual(b!), list => list.Count, list => list.ToList()));
}
